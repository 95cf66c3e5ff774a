import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate` compares the schema with the migrations so far and writes the next one. */
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./db/sqlite/schema.ts', './db/sqlite/installation-schema.ts'],
  out: './db/sqlite/migrations',
})
