// Loading the schemas of all resource types takes a second or two on a busy machine.
jest.setTimeout(60_000);

export {};
