#!/bin/sh
# Puts studio-bridge into the image, and what passes its port on when the container starts.
set -eu

VERSION="${VERSION:-latest}"
HOST="${HOST:-host.docker.internal}"
PORT="${PORT:-38741}"
SHARE="${STUDIO_BRIDGE_SHARE:-/usr/local/share/studio-bridge}"

if ! command -v node >/dev/null; then
  echo "studio-bridge needs Node 20 or later: add the feature ghcr.io/devcontainers/features/node:1" >&2
  exit 1
fi
case "$VERSION" in
  none) ;;
  *.tgz) npm install --global "$VERSION" ;;
  *) npm install --global "@quenty/studio-bridge@$VERSION" ;;
esac

mkdir -p "$SHARE"
cp "$(dirname "$0")/forward.mjs" "$SHARE/forward.mjs"
cat >"$SHARE/start.sh" <<START
#!/bin/sh
# Passes localhost:$PORT in here on to $HOST:$PORT, then does what the container is for.
node "$SHARE/forward.mjs" "$PORT" "$HOST" "$PORT" &
exec "\$@"
START
chmod 755 "$SHARE/start.sh"
