import java.io.File;
import java.net.URI;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.MissingImportHandlingStrategy;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.util.SimpleIRIMapper;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Loads each file that is named, with what it imports by the catalog beside it, as Protégé does, and prints a line of
 * fields between tabs: the file, the ontology's IRI, its version IRI, the axioms of it alone, the documents of its
 * closure, the declared individuals, and what the profiles OWL 2 DL and OWL 2 RL find fault with.
 */
class Profiles {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            System.out.println(name + "\t" + report(new File(name)));
        }
    }

    static String report(File file) {
        try {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            manager.getOntologyConfigurator()
                .setMissingImportHandlingStrategy(MissingImportHandlingStrategy.THROW_EXCEPTION);
            File catalog = new File(file.getParentFile(), "catalog-v001.xml");
            if (catalog.exists()) {
                map(manager, catalog);
            }
            OWLOntology ontology = manager.loadOntologyFromOntologyDocument(file);
            return String.join("\t",
                ontology.getOntologyID().getOntologyIRI().map(IRI::toString).orElse(""),
                ontology.getOntologyID().getVersionIRI().map(IRI::toString).orElse(""),
                Integer.toString(ontology.getAxiomCount()),
                Long.toString(ontology.importsClosure().count()),
                Long.toString(ontology.importsClosure()
                    .flatMap(each -> each.individualsInSignature())
                    .filter(each -> ontology.importsClosure().anyMatch(o -> o.isDeclared(each))).distinct().count()),
                faults(new OWL2DLProfile(), ontology),
                faults(new OWL2RLProfile(), ontology));
        } catch (Exception error) {
            return "failed: " + error.toString().replaceAll("\\s+", " ");
        }
    }

    static String faults(OWLProfile profile, OWLOntology ontology) {
        return profile.checkOntology(ontology).getViolations().stream()
            .map(each -> each.toString().replaceAll("\\s+", " ")).sorted().limit(5).collect(Collectors.joining(" | "));
    }

    static void map(OWLOntologyManager manager, File catalog) throws Exception {
        NodeList entries = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(catalog)
            .getElementsByTagName("uri");
        URI base = catalog.getAbsoluteFile().toURI();
        for (int number = 0; number < entries.getLength(); number++) {
            Element entry = (Element) entries.item(number);
            manager.getIRIMappers().add(new SimpleIRIMapper(
                IRI.create(entry.getAttribute("name")), IRI.create(base.resolve(entry.getAttribute("uri")))));
        }
    }
}
