import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.testing.DistributedQueryRunner;
import java.io.PrintStream;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/** A Trino on loopback with tables in memory: prints its address, and stops when its standard input ends. */
public final class TrinoServer {
    public static void main(String[] words) throws Exception {
        // Trino's logging takes the place of standard output.
        PrintStream out = System.out;
        Session session = testSessionBuilder().setCatalog("memory").setSchema("default").build();
        try (DistributedQueryRunner runner = DistributedQueryRunner.builder(session)
                .setNodeCount(1)
                .build()) {
            runner.installPlugin(new MemoryPlugin());
            runner.createCatalog("memory", "memory", Map.of("memory.max-data-per-node", "1GB"));
            out.println("listening " + runner.getCoordinator().getBaseUrl());
            out.flush();
            while (System.in.read() != -1) {}
        }
        System.exit(0);
    }
}
