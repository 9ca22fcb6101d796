import express, { Request, Response, Router } from 'express';
import type { Place } from '../state/place';
import type { SandboxState } from '../state/sandboxState';
import { agentsPage } from './agentsPage';
import { balancersPage } from './balancersPage';
import { budgetsPage } from './budgetsPage';
import { dashboardPage, dashboardsPage } from './dashboardPage';
import { homePage } from './homePage';
import { html } from './html';
import { Page, renderPage } from './layout';
import { logsPage } from './logsPage';
import { stackPage } from './stackPage';
import { stacksPage } from './stacksPage';

/** Renders a page; `undefined` when there is nothing of that name. */
type PageOf = (
  place: Place,
  request: { filter: string; name: string },
) => Page | undefined;

const PAGES: Record<string, PageOf> = {
  '/cloudformation/stacks': stacksPage,
  '/cloudformation/stacks/:name': stackPage,
  '/cloudwatch/dashboards': dashboardsPage,
  '/cloudwatch/dashboards/:name': dashboardPage,
  '/cloudwatch/logs': logsPage,
  '/agentcore': agentsPage,
  '/billing/budgets': budgetsPage,
  '/ec2/load-balancers': balancersPage,
};

/** The pages for people. They show the state and cannot change it. */
export function pageRoutes(state: SandboxState): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    send(response, 200, homePage(state));
  });
  for (const [path, pageOf] of Object.entries(PAGES)) {
    router.get(
      `/console/:account(\\d{12})/:region${path}`,
      (request, response) => answer(state, pageOf, request, response),
    );
  }
  router.use((request, response) => {
    notFound(response, `There is nothing at ${request.path}.`);
  });
  return router;
}

function answer(
  state: SandboxState,
  pageOf: PageOf,
  request: Request,
  response: Response,
): void {
  const { account, region, name = '' } = request.params;
  const place = state.findPlace(account, region);
  const { filter } = request.query;
  const page =
    place &&
    pageOf(place, { filter: typeof filter === 'string' ? filter : '', name });
  if (page) {
    send(response, 200, page);
  } else {
    notFound(
      response,
      place
        ? `There is no ${name} in account ${account}, region ${region}.`
        : `Nothing has been made in account ${account}, region ${region} yet.`,
    );
  }
}

function notFound(response: Response, message: string): void {
  send(response, 404, {
    title: 'Not found',
    content: html`<h1>Not found</h1>
      <p>${message}</p>
      <p><a href="/">All accounts and regions</a></p>`,
  });
}

function send(response: Response, status: number, page: Page): void {
  response
    .status(status)
    .set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
    .type('html')
    .send(renderPage(page));
}
