#!/usr/bin/env bash
# One would guess: `default` and `example` of an enum parameter get into the document of @nestjs/swagger as those of a string do; the
# documentation shows `enumName` only to move the list of words into a named schema.
# What happens (@nestjs/swagger 12.0.2, NestJS 12.5.1): both are dropped without a word for a property of a query class with
# `enumName`, and for @ApiQuery({ enum }) with or without it. `description` stays. The same property of a body keeps its default
# (`allOf` beside it), so a class looks right until it is used as a query. Readers and generated clients do not learn which word counts.
# Source: "Enums schema" of the NestJS documentation on OpenAPI; OpenAPI 3.0.3, Parameter Object and Schema Object, `default`.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/platform-express@12.5.1 \
  @nestjs/swagger@12.0.2 reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null 2>&1
cat >look.mjs <<'JS'
import 'reflect-metadata';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiProperty, ApiQuery, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
const WORDS = ['HOUR', 'DAY'];
const common = { required: false, description: 'how long', default: 'HOUR', example: 'DAY' };
class Choice {}
for (const [name, options] of Object.entries({ text: { type: String }, words: { enum: WORDS }, namedWords: { enum: WORDS, enumName: 'Interval' } })) {
  Reflect.defineMetadata('design:type', String, Choice.prototype, name);
  ApiProperty({ ...options, ...common })(Choice.prototype, name);
}
class Rides {
  find() {}
  store() {}
}
for (const [method, ways, decorate] of [['find', Get, Query], ['store', Post, Body]]) {
  Reflect.defineMetadata('design:paramtypes', [Choice], Rides.prototype, method);
  ways()(Rides.prototype, method, Object.getOwnPropertyDescriptor(Rides.prototype, method));
  decorate()(Rides.prototype, method, 0);
}
for (const [name, options] of Object.entries({ otherText: { type: String }, otherWords: { enum: WORDS } })) {
  ApiQuery({ name, ...options, ...common })(Rides.prototype, 'find', Object.getOwnPropertyDescriptor(Rides.prototype, 'find'));
}
Controller('ride')(Rides);
class App {}
Module({ controllers: [Rides] })(App);
const nest = await NestFactory.create(App, { logger: false });
const { paths, components } = SwaggerModule.createDocument(nest, new DocumentBuilder().build());
const seen = {};
for (const { name, description, schema } of paths['/ride'].get.parameters) {
  seen[name] = schema.default;
  console.log(`query ${name}: ${description}; ${JSON.stringify(schema)}`);
}
const { namedWords } = components.schemas.Choice.properties;
console.log(`body namedWords: ${JSON.stringify(namedWords)}`);
const kept = Object.keys(seen).filter((name) => seen[name] === 'HOUR');
console.log(`with their default: ${kept.join(', ')}; in the body: ${namedWords.default}`);
process.exit(kept.sort().join() === 'otherText,text,words' && namedWords.default === 'HOUR' ? 0 : 1);
JS
node look.mjs
