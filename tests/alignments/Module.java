import java.io.File;
import java.util.HashSet;
import java.util.Set;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFXMLOntologyFormat;
import org.semanticweb.owlapi.model.*;
import uk.ac.manchester.cs.owlapi.modularity.*;

/** Writes the part of an ontology from which follows all that follows from the whole for some of its terms. */
class Module {
    /** Takes the file to read, the file to write, and the IRIs of the terms. */
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.setSilentMissingImportsHandling(true);
        OWLOntology whole = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        Set<OWLEntity> terms = new HashSet<>();
        for (int number = 2; number < arguments.length; number++) {
            terms.addAll(whole.getEntitiesInSignature(IRI.create(arguments[number])));
        }
        Set<OWLAxiom> axioms = new HashSet<>();
        for (OWLAxiom axiom : new SyntacticLocalityModuleExtractor(manager, whole, ModuleType.BOT).extract(terms)) {
            if (axiom.isLogicalAxiom() || axiom instanceof OWLDeclarationAxiom) {
                axioms.add(axiom.getAxiomWithoutAnnotations());
            }
        }
        OWLOntology part = manager.createOntology(axioms);
        manager.saveOntology(part, new RDFXMLOntologyFormat(), IRI.create(new File(arguments[1])));
    }
}
