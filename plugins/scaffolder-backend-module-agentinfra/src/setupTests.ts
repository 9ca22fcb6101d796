// A busy machine may need minutes for what usually takes seconds: a synthesis, a deployment, the start of a backend.
jest.setTimeout(600_000);

export {};
