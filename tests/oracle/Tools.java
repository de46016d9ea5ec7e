import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;

/**
 * Runs many of Kafka's command-line tools in one process, which takes a tenth of the time. A line of input is the tool's
 * main class and its arguments, with tabs between them; what the tool prints comes out, then a line "exit CODE" after an
 * end-of-transmission sign.
 */
public final class Tools {
    private static final class Ended extends RuntimeException {
        private Ended() {
            super(null, null, false, false);
        }
    }

    public static void main(String[] none) throws Exception {
        PrintStream answer = System.out;
        AtomicReference<Integer> first = new AtomicReference<>();
        Exit.Procedure ends = (code, message) -> {
            first.compareAndSet(null, code); // a tool may take its end for an error and end once more
            if (message != null) {
                System.err.println(message);
            }
            throw new Ended();
        };
        Exit.setExitProcedure(ends);
        Exit.setHaltProcedure(ends);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split("\t", -1);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream printed = new PrintStream(said, true, StandardCharsets.UTF_8);
            System.setOut(printed);
            System.setErr(printed);
            first.set(null);
            int code = 0;
            try {
                Class.forName(words[0]).getMethod("main", String[].class).invoke(null, (Object) Arrays.copyOfRange(words, 1, words.length));
            } catch (InvocationTargetException error) {
                if (!(error.getCause() instanceof Ended)) {
                    error.getCause().printStackTrace(printed);
                    code = 1;
                }
            }
            answer.println(said.toString(StandardCharsets.UTF_8));
            answer.println("\u0004exit " + (first.get() == null ? code : first.get()));
            answer.flush();
        }
    }
}
