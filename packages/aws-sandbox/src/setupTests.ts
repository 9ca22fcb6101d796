// Loading the schemas of all resource types takes a second or two on a busy machine.
jest.setTimeout(600_000);

export {};
