import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages are loaded when they are opened, for which a busy machine may need more than the usual second.
configure({ asyncUtilTimeout: 60_000 });
jest.setTimeout(600_000);
