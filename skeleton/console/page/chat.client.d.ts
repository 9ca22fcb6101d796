/** The script of the page, as text in the bundle. */
declare const text: string;
export default text;
