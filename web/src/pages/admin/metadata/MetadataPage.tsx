import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { metadataCoverage, metadataSync } from '../../../api/metadata-queries.js';
import { Page } from '../../../parts/page.js';
import { Loaded } from '../../../parts/states.js';
import { searchChange } from '../../../parts/search-change.js';
import { CoverageCard } from './CoverageCard.js';
import { RideEditor } from './RideEditor.js';
import { RidesToReview } from './RidesToReview.js';
import { SyncNow } from './SyncNow.js';
import './metadata.css';

const route = getRouteApi('/admin/metadata');

/** What is known of the rides, what is missing, and what operators set by hand. */
export function MetadataPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const coverage = useQuery(metadataCoverage());
  const sync = useQuery(metadataSync());
  const change = searchChange(navigate);
  return (
    <Page
      title="Metadata"
      below="Positions, types, classification and heights of the rides: what is known, what is missing, what was set by hand"
    >
      <div className="stack">
        <Loaded query={sync} label="the synchronisation" height={80}>
          {(status) => <SyncNow status={status} />}
        </Loaded>
        <Loaded query={coverage} label="the coverage" height={320}>
          {(report) => (
            <CoverageCard report={report} onShow={(list, park) => change({ list, park, page: undefined })} />
          )}
        </Loaded>
        {search.ride !== undefined && (
          <RideEditor key={search.ride} rideId={search.ride} onClose={() => change({ ride: undefined })} />
        )}
        <RidesToReview search={search} parks={coverage.data?.parks ?? []} onChange={change} />
      </div>
    </Page>
  );
}
