export { createPreviewRouter } from './router';
export { warmUp } from './warmUp';
