import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages are loaded when they are opened, which takes a busy machine longer than the usual second.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(600_000);
