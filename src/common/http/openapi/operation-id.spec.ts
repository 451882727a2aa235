import { operationIdOf } from './operation-id.js';

describe('the id of an operation', () => {
  it.each([
    ['get', '/api/parks', 'getParks'],
    ['get', '/api/parks/{parkId}', 'getPark'],
    ['get', '/api/parks/{parkId}/rides', 'getParkRides'],
    ['get', '/api/rides/{rideId}/metadata-history', 'getRideMetadataHistory'],
    ['get', '/api/analytics/rankings/wait-times', 'getRankingsWaitTimes'],
    ['get', '/api/analytics/year-over-year', 'getYearOverYear'],
    ['get', '/api/live/status-summary', 'getLiveStatusSummary'],
    ['get', '/api/search', 'search'],
    ['get', '/api/export/snapshots', 'exportSnapshots'],
    ['get', '/api/health', 'getHealth'],
    ['get', '/api/admin/import/status/{importId}', 'getImportStatus'],
    ['post', '/api/admin/import/start', 'startImport'],
    ['post', '/api/admin/import/pause/{importId}', 'pauseImport'],
    ['delete', '/api/admin/import/cancel/{importId}', 'cancelImport'],
    ['put', '/api/admin/import/mappings/{themeparksWikiId}', 'replaceImportMapping'],
    ['post', '/api/admin/collector/run', 'runCollector'],
    ['post', '/api/admin/metadata/sync', 'syncMetadata'],
    ['get', '/api/admin/metadata/sync', 'getMetadataSync'],
    ['patch', '/api/admin/metadata/{rideId}', 'updateMetadata'],
    ['post', '/api/admin/quality/exclusions', 'createQualityExclusions'],
    ['post', '/api/admin/quality/exclusions/{exclusionId}/revoke', 'revokeQualityExclusion'],
    ['patch', '/api/admin/quality/issues/{logId}', 'updateQualityIssue'],
  ])('%s %s is %s', (method, path, id) => {
    expect(operationIdOf(method, path)).toBe(id);
  });
});
