// A clang-tidy check that finds nothing and saves the others nine tenths of their work: it takes what library
// headers declare out of the tree that they search. What those headers say is still known to the compiler, and
// a name in our code still leads to its declaration; but nothing a check could say there would be shown.
//
// ops/lint builds it against the headers of clang-tidy 14 and loads it. All checks run in one walk that begins at
// the translation unit, and a check of a node runs before the node's children are visited: so this one comes
// in time. The tree keeps its root, so that a check asking for a parent gets the same answer as without.

#include <algorithm>
#include <set>
#include <vector>

#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyModuleRegistry.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/ASTMatchers/ASTMatchFinder.h>
#include <clang/Basic/SourceManager.h>

namespace {

using clang::CXXRecordDecl;
using clang::Decl;
using clang::DeclContext;
using clang::LinkageSpecDecl;
using clang::NamespaceDecl;
using clang::TranslationUnitDecl;

// Sets a unit's list of declarations; the lookup tables stay whole.
struct Declarations : TranslationUnitDecl {
  static void set(TranslationUnitDecl& unit, const std::vector<Decl*>& kept) {
    const auto [first, last] = BuildDeclChain(kept, false);
    unit.*(&Declarations::FirstDecl) = first;
    unit.*(&Declarations::LastDecl) = last;
    unit.setHasExternalLexicalStorage(false);  // or the precompiled ones would be loaded after all
  }
};

// Calls visit(record) for each class in the namespaces below, in no function or other class.
template <typename Visit>
void each_class(Decl* declaration, const Visit& visit) {
  if (auto* record = llvm::dyn_cast<CXXRecordDecl>(declaration)) visit(*record);
  if (!llvm::isa<NamespaceDecl, LinkageSpecDecl>(declaration)) return;
  for (auto* inner : llvm::cast<DeclContext>(declaration)->decls()) each_class(inner, visit);
}

std::set<std::string> classes_only_declared(const std::vector<Decl*>& ours) {
  std::set<std::string> names;
  for (auto* declaration : ours)
    each_class(declaration, [&](const CXXRecordDecl& record) {
      if (!record.hasDefinition()) names.insert(record.getNameAsString());
    });
  return names;
}

class OurCodeOnly : public clang::tidy::ClangTidyCheck {
 public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerMatchers(clang::ast_matchers::MatchFinder* finder) override {
    finder->addMatcher(clang::ast_matchers::translationUnitDecl().bind("unit"), this);
  }

  void check(const clang::ast_matchers::MatchFinder::MatchResult& found) override {
    auto& unit = *found.Context->getTranslationUnitDecl();
    const auto is_ours = [&](const Decl* declaration) {
      const auto place = found.SourceManager->getExpansionLoc(declaration->getLocation());
      return place.isValid() && !found.SourceManager->isInSystemHeader(place);
    };
    std::vector<Decl*> kept;
    std::copy_if(unit.noload_decls_begin(), unit.noload_decls_end(), std::back_inserter(kept),
                 is_ours);
    // bugprone-forward-declaration-namespace compares names across all namespaces, the libraries' too.
    if (const auto names = classes_only_declared(kept); !names.empty()) {
      kept.clear();
      std::copy_if(unit.decls_begin(), unit.decls_end(), std::back_inserter(kept),
                   [&](Decl* declaration) {
                     bool wanted = is_ours(declaration);
                     if (!wanted)
                       each_class(declaration, [&](const CXXRecordDecl& record) {
                         wanted |= names.count(record.getNameAsString()) > 0;
                       });
                     return wanted;
                   });
    }
    Declarations::set(unit, kept);
  }
};

class PerkModule : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    factories.registerCheck<OurCodeOnly>("perk-our-code-only");
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<PerkModule> kRegistered(
    "perk", "keeps the checks to our code");

}  // namespace
