// The version of this package, for the handshake and for `--version`. A test holds it to package.json.
export const PACKAGE_VERSION = '0.1.0';
