import type { RequestHandler } from 'express';
import type { AssetRegistry } from './asset-registry.js';

/** Answers for `/public/…` and `/vendor/…`; each address holds a version, so browsers never ask twice. */
export function serveAssets(registry: AssetRegistry): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const asset = registry.find(req.path);
    if (asset === undefined) return next();
    res.set({ 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable' });
    if (asset.gzip !== null) res.vary('Accept-Encoding');
    const packed = asset.gzip !== null && req.acceptsEncodings('gzip') === 'gzip';
    if (packed) res.set('Content-Encoding', 'gzip');
    res.end(packed ? asset.gzip : asset.body);
  };
}
