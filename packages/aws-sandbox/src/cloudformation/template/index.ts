export * from './calls';
export * from './parse';
export * from './intrinsics';
export * from './conditions';
export * from './parameters';
export * from './references';
export * from './scope';
