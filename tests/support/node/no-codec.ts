/** Stands where a WebAssembly module would. */
export default undefined;
