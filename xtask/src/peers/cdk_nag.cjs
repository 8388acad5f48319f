// Runs cdk-nag's AwsSolutions pack over plain templates of one region and prints a JSON array of
// the findings that no template accepts.
//
// cdk-nag 3 reads acknowledgements from the constructs of a program alone, so what the templates'
// metadata accepts is taken out here, rule by rule and resource by resource.
// Usage: node cdk_nag.cjs OUTPUT-FOLDER REGION TEMPLATE...
const fs = require('node:fs');
const path = require('node:path');
const { App, Stack, Validations } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { AwsSolutionsChecks } = require('cdk-nag');

const [outdir, region, ...files] = process.argv.slice(2);
const app = new App({ analyticsReporting: false, outdir });
const accepted = new Set();
for (const file of files) {
  const name = path.basename(file).split('.')[0];
  const { Resources } = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const [id, resource] of Object.entries(Resources)) {
    for (const one of resource.Metadata?.cdk_nag?.rules_to_suppress ?? []) {
      if (one.reason?.trim()) accepted.add(`${name}/Template/${id} ${one.id}`);
    }
  }
  new CfnInclude(new Stack(app, name, { env: { region } }), 'Template', { templateFile: file });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const silent = () => true;
const write = process.stderr.write;
process.stderr.write = silent;
try {
  app.synth();
} catch (error) {
  // That there are findings is an error as well; they are in the report.
  if (!/Validation failed/.test(error.message)) throw error;
} finally {
  process.stderr.write = write;
}
const report = JSON.parse(fs.readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
const findings = [];
for (const { violations } of report.pluginReports) {
  for (const { ruleName, description, violatingConstructs } of violations) {
    // Findings of one rule are told apart by what stands in brackets.
    const rule = ruleName.split('[')[0];
    for (const { constructPath } of violatingConstructs) {
      if (!accepted.has(`${constructPath} ${rule}`)) {
        findings.push({ place: constructPath, rule: ruleName, description });
      }
    }
  }
}
process.stdout.write(JSON.stringify(findings));
