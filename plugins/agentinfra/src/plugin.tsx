import {
  LOCAL_REPOSITORY_LOCATION_TYPE,
  PLATFORM_COMPONENT_TYPE,
  PLATFORM_TEMPLATE,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  AppRootElementBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { ANNOTATION_LOCATION } from '@backstage/catalog-model';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import AccountTreeIcon from '@material-ui/icons/AccountTree';
import AddIcon from '@material-ui/icons/AddCircleOutline';
import { rootRouteRef, taskRouteRef, templateRouteRef } from './routes';
import { SandboxMark } from './sandbox';

/** All platforms. An app that has no other home page can put it at `/`. */
export const platformsPage = PageBlueprint.make({
  params: {
    path: '/agentinfra',
    title: 'Platforms',
    icon: <AccountTreeIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./platforms/PlatformsPage').then(m => <m.PlatformsPage />),
  },
});

/** The form of a platform. It stands where the scaffolder would show its own for the same template. */
export const createPage = PageBlueprint.make({
  name: 'create',
  params: {
    path: `/create/templates/${PLATFORM_TEMPLATE.namespace}/${PLATFORM_TEMPLATE.name}`,
    title: 'Create a platform',
    icon: <AddIcon fontSize="inherit" />,
    loader: () =>
      import('./create/CreatePlatformPage').then(m => <m.CreatePlatformPage />),
  },
});

/** What a platform is, on its page in the catalog. */
export const platformCard = EntityCardBlueprint.make({
  name: 'platform',
  params: {
    type: 'info',
    filter: { kind: 'component', 'spec.type': PLATFORM_COMPONENT_TYPE },
    loader: () => import('./entity/PlatformCard').then(m => <m.PlatformCard />),
  },
});

/** The documents of a platform whose repository the portal keeps; other hosts show theirs themselves. */
export const documentsTab = EntityContentBlueprint.make({
  name: 'documents',
  params: {
    path: '/documents',
    title: 'Documents',
    filter: ({ metadata, spec }) =>
      spec?.type === PLATFORM_COMPONENT_TYPE &&
      metadata.annotations?.[ANNOTATION_LOCATION]?.startsWith(
        `${LOCAL_REPOSITORY_LOCATION_TYPE}:`,
      ) === true,
    loader: () =>
      import('./documents/DocumentsTab').then(m => <m.DocumentsTab />),
  },
});

/** Says on every page that the portal deploys to the sandbox, when it does. */
export const sandboxMark = AppRootElementBlueprint.make({
  name: 'sandbox',
  params: { element: <SandboxMark /> },
});

/** The front end of AgentInfra. */
export const agentinfraPlugin = createFrontendPlugin({
  pluginId: 'agentinfra',
  title: 'AgentInfra',
  extensions: [
    platformsPage,
    createPage,
    platformCard,
    documentsTab,
    sandboxMark,
  ],
  routes: { root: rootRouteRef },
  externalRoutes: { template: templateRouteRef, task: taskRouteRef },
});
