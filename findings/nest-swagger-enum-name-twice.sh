#!/usr/bin/env bash
# One would guess: an `enumName` that is given to two enums with different words is refused when the document is made, or the two get
# schemas of different names, as two classes of one name do.
# What happens (@nestjs/swagger 12.0.2, NestJS 12.5.1): the first one that is met makes the schema, silently. Both fields refer to it, so
# that the document promises words that the other endpoint never sends, and forbids those that it sends. Nothing is logged.
# Clients that are generated from the document, and validators, are wrong for the second field.
# Source: the page "Types and parameters" (enums) of the NestJS documentation does not say what a repeated name does.
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
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiOkResponse, ApiProperty, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

class Gate {}
ApiProperty({ enum: ['OPEN', 'SHUT'], enumName: 'State' })(Gate.prototype, 'state');
class Order {}
ApiProperty({ enum: ['PAID', 'SENT'], enumName: 'State' })(Order.prototype, 'state');
class Things {
  gate() {}
  order() {}
}
for (const [name, type] of [['gate', Gate], ['order', Order]]) {
  const descriptor = Object.getOwnPropertyDescriptor(Things.prototype, name);
  Get(name)(Things.prototype, name, descriptor);
  ApiOkResponse({ type })(Things.prototype, name, descriptor);
}
Controller('things')(Things);
class App {}
Module({ controllers: [Things] })(App);
const lines = [];
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (text, ...rest) => (lines.push(String(text)), write(text, ...rest));
}
const nest = await NestFactory.create(App, { logger: ['warn', 'error'] });
const { schemas } = SwaggerModule.createDocument(nest, new DocumentBuilder().setTitle('Things').setVersion('1').build()).components;
const warned = lines.length;
const refs = [schemas.Gate, schemas.Order].map(({ properties }) => JSON.stringify(properties.state));
console.log('names of schemas:', Object.keys(schemas).join(', '));
console.log('Gate.state:', refs[0], 'Order.state:', refs[1]);
console.log('State:', JSON.stringify(schemas.State.enum), '- warnings:', warned);
const isShared = refs[0] === refs[1] && refs[0].includes('State') && schemas.State.enum.length === 2;
process.exit(isShared && warned === 0 ? 0 : 1);
JS
node look.mjs
