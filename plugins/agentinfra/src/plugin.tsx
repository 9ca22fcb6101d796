import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import AccountTreeIcon from '@material-ui/icons/AccountTree';

const rootRouteRef = createRouteRef();

const platformsPage = PageBlueprint.make({
  params: {
    path: '/agentinfra',
    title: 'Platforms',
    icon: <AccountTreeIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    loader: async () => <div>Platforms</div>,
  },
});

/** The front end of AgentInfra. */
export const agentinfraPlugin = createFrontendPlugin({
  pluginId: 'agentinfra',
  title: 'AgentInfra',
  extensions: [platformsPage],
  routes: { root: rootRouteRef },
});
