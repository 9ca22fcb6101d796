import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine may need minutes to load the whole app.
configure({ asyncUtilTimeout: 300_000 });
jest.setTimeout(600_000);
