// The page that shows every route and sends requests to it. Whoever is signed in with a session tries out as that user.
import 'virtual:theme-light.css';
import 'swagger-ui-dist/swagger-ui.css';
import './frame.css';
import './swagger.css';
import SwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';

SwaggerUi({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  queryConfigEnabled: false,
  validatorUrl: null,
});
