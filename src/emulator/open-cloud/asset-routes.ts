// Places as assets: their bytes, and which versions there are.
import type { CloudEndpoint } from './cloud-endpoint.js';
import { CloudRefusal } from './cloud-error.js';

const LONGEST_PAGE = 50;

export const ASSET_ENDPOINTS: readonly CloudEndpoint[] = [
  {
    method: 'GET',
    pattern: /^\/asset-delivery-api\/v1\/assetId\/(\d+)(?:\/version\/(\d+))?$/,
    route: 'assetDelivery',
    scopes: ['legacy-asset:manage'],
    answer(service, [asset, number]) {
      const place = service.places.findById(Number(asset));
      const wanted = number === undefined ? undefined : Number(number);
      const version = place?.versions.findLast((one) => wanted === undefined || one.number === wanted);
      // A refusal in a body whose status says that all is well: so does the service.
      if (!version) return { body: { errors: [{ code: 404, message: 'Request asset was not found' }] } };
      return { body: { location: `${service.origin}/emulated/assets/${asset}/${version.number}` } };
    },
  },
  {
    method: 'GET',
    pattern: /^\/assets\/v1\/assets\/(\d+)\/versions$/,
    route: 'assetVersions',
    scopes: ['asset:read'],
    answer(service, [asset], { query }) {
      const place = service.places.findById(Number(asset));
      if (!place) throw new CloudRefusal(404, `The asset ${asset} was not found.`);
      const size = Number(query.get('maxPageSize') ?? LONGEST_PAGE);
      if (!(size >= 1 && size <= LONGEST_PAGE)) {
        throw new CloudRefusal(400, `maxPageSize must be from 1 to ${LONGEST_PAGE}.`);
      }
      const newestFirst = [...place.versions].reverse();
      const start = Number(query.get('pageToken') ?? 0) || 0;
      const page = newestFirst.slice(start, start + size).map(({ number, isPublished }) => ({
        path: `assets/${asset}/versions/${number}`,
        ...(isPublished ? { published: true } : {}),
      }));
      const next = start + size;
      return {
        body: { assetVersions: page, ...(next < newestFirst.length ? { nextPageToken: String(next) } : {}) },
      };
    },
  },
  {
    method: 'GET',
    pattern: /^\/emulated\/assets\/(\d+)\/(\d+)$/,
    scopes: [],
    answer(service, [asset, number]) {
      const place = service.places.findById(Number(asset));
      const version = place?.versions.find((one) => one.number === Number(number));
      if (!version) throw new CloudRefusal(404, 'Nothing is there.');
      return { body: version.bytes };
    },
  },
];
