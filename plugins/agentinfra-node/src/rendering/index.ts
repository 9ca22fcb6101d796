export { toYaml } from './helpers';
export { renderSkeleton, type RenderOptions } from './renderSkeleton';
