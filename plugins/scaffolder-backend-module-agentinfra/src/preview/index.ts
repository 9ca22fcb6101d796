export { createPreviewRouter } from './router';
