package io.watchword.deploy.search;

import io.watchword.proto.v1.FindResponse;
import io.watchword.view.search.SearchQuery;

/** Whoever answers a search. */
interface Finder extends AutoCloseable {
    /**
     * @throws IllegalArgumentException in words for people, if the query cannot be answered
     */
    FindResponse find(SearchQuery query);

    /** Makes the index anew, and says how many events it then holds. */
    int rebuild();

    @Override
    void close();
}
