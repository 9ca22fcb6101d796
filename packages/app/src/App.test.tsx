import { render, screen } from '@testing-library/react';

it('starts, and lets guests sign in', async () => {
  // The build puts the configuration here, not as text.
  process.env = {
    ...process.env,
    APP_CONFIG: [
      {
        context: 'test',
        data: {
          app: { title: 'AgentInfra', baseUrl: 'http://localhost:7007' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
      },
    ] as never,
  };
  const { default: App } = await import('./App');
  render(App.createRoot());
  expect(
    await screen.findByRole('button', { name: 'Enter' }),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('heading', { name: 'AgentInfra' }),
  ).toBeInTheDocument();
});
