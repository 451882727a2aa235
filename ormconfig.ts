// The application's own DataSource, for TypeORM's command line: npm run typeorm -- migration:show -d ormconfig.ts
// This file must stay free of type syntax: Node 20 loads it as it is (scripts/typeorm.mjs).
export { default } from '#data-source';
