/** What `vscode` is to every room but `extension/` and the tests in VS Code: nothing that could be named. */
export {};
