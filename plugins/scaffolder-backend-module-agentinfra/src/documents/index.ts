export { documentsPlugin } from './plugin';
