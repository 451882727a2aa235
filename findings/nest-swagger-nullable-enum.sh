#!/usr/bin/env bash
# One would guess: @ApiProperty({ enum, nullable: true }) of @nestjs/swagger describes a field that is one of the words or null,
# and an answer with null is valid by the document.
# What happens (@nestjs/swagger 12.0.2, NestJS 12.5.1): the document is OpenAPI 3.0 and the field becomes { type, enum: [words],
# nullable: true } without null among the words. By OpenAPI 3.0.3 `nullable` only widens `type`; `enum` still counts, so null is
# not allowed. express-openapi-validator 5.6.2 reads it so and turns an answer with null into an error 500; Swagger UI and
# linters say nothing. With null among the words of `enum`, or with OpenAPI 3.1 and type: ["string", "null"], it is valid.
# Source: OpenAPI 3.0.3, Schema Object, `nullable`; the proposal "Clarify Semantics of nullable in OpenAPI 3.0".
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/platform-express@12.5.1 \
  @nestjs/swagger@12.0.2 reflect-metadata@0.2.2 rxjs@7.8.2 express@5.2.1 express-openapi-validator@5.6.2 >/dev/null 2>&1
cat >look.mjs <<'JS'
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiOkResponse, ApiProperty, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import express from 'express';
import { middleware } from 'express-openapi-validator';

class Answer {}
ApiProperty({ enum: ['OPEN', 'CLOSED'], nullable: true })(Answer.prototype, 'state');
class Rides {
  find() {
    return { state: null };
  }
}
const descriptor = Object.getOwnPropertyDescriptor(Rides.prototype, 'find');
Get()(Rides.prototype, 'find', descriptor);
ApiOkResponse({ type: Answer })(Rides.prototype, 'find', descriptor);
Controller('ride')(Rides);
class App {}
Module({ controllers: [Rides] })(App);

const nest = await NestFactory.create(App, { logger: false });
const document = SwaggerModule.createDocument(nest, new DocumentBuilder().setTitle('Rides').setVersion('1').build());
console.log(`OpenAPI ${document.openapi}:`, JSON.stringify(document.components.schemas.Answer));

async function answerBy(apiSpec) {
  const app = express();
  app.use(middleware({ apiSpec, validateResponses: true }));
  app.get('/ride', (_request, response) => response.json({ state: null }));
  app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ message: error.message }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const response = await fetch(`http://127.0.0.1:${server.address().port}/ride`);
  const seen = `${response.status} ${await response.text()}`;
  server.close();
  return seen;
}
const asMade = await answerBy(structuredClone(document));
const mended = structuredClone(document);
mended.components.schemas.Answer.properties.state.enum.push(null);
const withNull = await answerBy(mended);
console.log(`{"state":null} by the document as it is made: ${asMade}`);
console.log(`with null among the words: ${withNull}`);
process.exit(asMade.startsWith('500') && asMade.includes('allowed values') && withNull === '200 {"state":null}' ? 0 : 1);
JS
node look.mjs
