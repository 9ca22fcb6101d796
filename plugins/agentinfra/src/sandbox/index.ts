export { SandboxMark } from './SandboxMark';
export { useSandboxUrl } from './useSandboxUrl';
