package io.watchword.deploy.view;

import io.watchword.view.http.ViewServer;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The page's server while it starts beside other things. Closing it closes the server. */
public final class StartingPage implements AutoCloseable {
    private final FutureTask<ViewServer> start;

    private StartingPage(Callable<ViewServer> start) {
        this.start = new FutureTask<>(start);
    }

    /** Begins to start it in a thread of its own. */
    public static StartingPage begin(Callable<ViewServer> start) {
        StartingPage page = new StartingPage(start);
        Thread thread = new Thread(page.start, "page-start");
        thread.setDaemon(true);
        thread.start();
        return page;
    }

    /** The server, or what kept it from starting. */
    public ViewServer await() throws Exception {
        try {
            return start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        try {
            start.get().close();
        } catch (ExecutionException e) {
            return; // it never started
        }
    }
}
