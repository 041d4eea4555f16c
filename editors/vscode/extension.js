"use strict";

// Starts `reviewkit lsp` for Markdown files, and starts it anew when its command is changed or the user asks.

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

const ID = "reviewkit";

/** @type {LanguageClient | undefined} */
let client;

/** The settings that the server reads, by the names it knows them by. */
function wishes() {
  const settings = vscode.workspace.getConfiguration(ID);
  return { language: settings.get("language"), today: settings.get("today") };
}

async function start() {
  const [command, ...args] = vscode.workspace.getConfiguration(ID).get("command");
  const server = { command, args, transport: TransportKind.stdio };
  client = new LanguageClient(ID, ID, server, {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "untitled", language: "markdown" },
    ],
    initializationOptions: wishes(),
  });
  try {
    await client.start();
  } catch {
    client = undefined;
    vscode.window.showErrorMessage(
      `Fikk ikke startet «${command}». Installer med: pip install 'reviewkit[lsp]', eller sett reviewkit.command.`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart() {
  await stop();
  await start();
}

async function changed(event) {
  if (event.affectsConfiguration(`${ID}.command`)) {
    await restart();
  } else if (event.affectsConfiguration(ID)) {
    await client?.sendNotification("workspace/didChangeConfiguration", { settings: { [ID]: wishes() } });
  }
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("reviewkit.restart", restart),
    vscode.workspace.onDidChangeConfiguration(changed),
  );
  await start();
};

exports.deactivate = stop;
