@echo off
rem The command in VS Code's terminals, run by the editor's own Node. On the desktop that is Electron, which has to be told.
setlocal
if exist "%TANDEM_NODE%" (set "ELECTRON_RUN_AS_NODE=1") else (set "TANDEM_NODE=node")
"%TANDEM_NODE%" "%~dp0..\cli.js" %*
exit /b %ERRORLEVEL%
