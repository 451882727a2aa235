import { operationIdOf } from './operation-id.js';

describe('the id of an operation', () => {
  it.each<[string, string, string, boolean?]>([
    ['get', '/api/parks', 'listParks', true],
    ['get', '/api/parks/{parkId}', 'getPark'],
    ['get', '/api/parks/{parkId}/rides', 'listParkRides', true],
    ['get', '/api/rides/{rideId}/metadata-history', 'listRideMetadataHistory', true],
    ['get', '/api/analytics/rankings/wait-times', 'getWaitTimeRanking'],
    ['get', '/api/analytics/year-over-year', 'getYearOverYear'],
    ['get', '/api/live/status-summary', 'getLiveStatusSummary'],
    ['get', '/api/search', 'search'],
    ['get', '/api/admin/import/list', 'listImports', true],
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
    ['patch', '/api/admin/metadata/{rideId}', 'updateRideMetadata'],
    ['post', '/api/admin/quality/exclusions', 'createQualityExclusion'],
    ['post', '/api/admin/quality/exclusions/{exclusionId}/revoke', 'revokeQualityExclusion'],
    ['patch', '/api/admin/quality/issues/{logId}', 'updateQualityIssue'],
  ])('%s %s is %s', (method, path, id, isPaged = false) => {
    expect(operationIdOf(method, path, isPaged)).toBe(id);
  });
});
