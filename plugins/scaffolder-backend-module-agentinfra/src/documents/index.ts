export { createDocumentsRouter } from './router';
