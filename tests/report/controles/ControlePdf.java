import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Paths on standard input, one a line; for each and each profile, tab-separated: path, profile, verdict, what was broken. */
public class ControlePdf {
    private static final String[][] PROFILES = {{"3a", "PDFA-3A"}, {"ua1", "PDFUA-1"}};

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String path; (path = paths.readLine()) != null; ) {
            for (String[] profile : PROFILES) {
                out.println(path + "\t" + profile[1] + "\t" + verdict(path, profile[0], profile[1]));
            }
        }
    }

    private static String verdict(String path, String flavour, String name) {
        try (InputStream definition = ControlePdf.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml");
                InputStream file = Files.newInputStream(Path.of(path));
                PDFAParser parser = Foundries.defaultInstance().createParser(file, PDFAFlavour.fromString(flavour))) {
            ValidationProfile profile = Profiles.profileFromXml(definition);
            ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
            var said = new StringBuilder(result.isCompliant() ? "conforme" : "fautif");
            Set<String> rules = new HashSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                if (assertion.getStatus() == TestAssertion.Status.FAILED && rules.add(rule)) {
                    said.append("\t").append(rule).append(" ").append(assertion.getMessage().replaceAll("\\s+", " "));
                }
            }
            return said.toString();
        } catch (Exception failure) {
            return "fautif\tillisible " + String.valueOf(failure).replaceAll("\\s+", " ");
        }
    }
}
