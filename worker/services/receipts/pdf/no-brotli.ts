const unpack = (): never => {
  throw new Error('WOFF2 is not read here');
};

/**
 * Stands in for the unpacking of WOFF2 (`alias` of wrangler.toml): the fonts here are WOFF. The library that it is for
 * asks for a default.
 */
export { unpack as default };
