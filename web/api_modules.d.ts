// The parts of Swagger UI and ReDoc that we call; their packages bring no types.
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  const SwaggerUi: (options: Record<string, unknown>) => unknown;
  export default SwaggerUi;
}

declare module 'redoc/bundles/redoc.standalone.js' {
  export function init(url: string, options: Record<string, unknown>, element: HTMLElement | null): void;
}
