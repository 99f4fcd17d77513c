package io.watchword.deploy.search;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.log.StoredLog;
import io.watchword.proto.v1.FindResponse;
import io.watchword.view.access.Rights;
import io.watchword.view.grpc.SearchMessages;
import io.watchword.view.lucene.LuceneEventSearch;
import io.watchword.view.search.EntryReplay;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.subscribe.ConceptWords;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.lucene.SnowballForms;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.LockObtainFailedException;

/** The index of a data directory that no view holds, brought up to what is stored. Owns it. */
final class StoredFinder implements Finder {
    private final LuceneEventSearch search;
    private final EntryReplay log;

    private StoredFinder(LuceneEventSearch search, EntryReplay log) {
        this.search = search;
        this.log = log;
    }

    /**
     * @param log stays open for as long as this
     */
    static StoredFinder open(Path data, StoredLog log, QueryEmbedder embedder) throws IOException {
        try {
            LuceneEventSearch search =
                    LuceneEventSearch.open(
                            DataDirectory.search(data),
                            embedder,
                            ConceptWords.of(Concepts.shipped(new SnowballForms())));
            return new StoredFinder(
                    search, new StoredReplay(log.bootstrapServers(), log.understanding()));
        } catch (LockObtainFailedException e) {
            throw new UserMistake(
                    "the index of data directory " + data + " is in use by another search");
        }
    }

    /** Takes what was stored since. */
    void catchUp() {
        search.catchUp(log);
    }

    @Override
    public FindResponse find(SearchQuery query) {
        return SearchMessages.response(search.search(query, Rights.ALL));
    }

    @Override
    public int rebuild() {
        search.rebuild(log);
        return search.size();
    }

    @Override
    public void close() {
        search.close();
    }
}
