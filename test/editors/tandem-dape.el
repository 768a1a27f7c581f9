;;; Debugs a program with dape as a person would, and prints what it sees. -*- lexical-binding: t -*-
;; In the environment: PROGRAM and its LINE with the breakpoint, EXPRESSION, OPTIONS (what is added to the configuration).
(require 'dape)
(setq dape-start-hook nil)

(defun tell (text &rest arguments)
  (princ (concat (apply #'format text arguments) "\n")))

(defun await (what happened)
  (with-timeout (20 (tell "waited in vain: %s" what) (kill-emacs 1))
    (while (not (funcall happened)) (accept-process-output nil 0.02))))

(defun frame ()
  (when-let* ((connection (dape--live-connection 'stopped t)))
    (dape--current-stack-frame connection)))

(defun line () (plist-get (frame) :line))

(defun value-of (expression)
  (let (value)
    (dape--evaluate-expression
     (dape--live-connection 'stopped) (plist-get (frame) :id) expression "repl"
     (lambda (body &optional problem) (setq value (or problem (plist-get body :result)))))
    (await expression (lambda () value))
    value))

(defun sessions ()
  (length (seq-filter #'jsonrpc-running-p
                      (seq-mapcat (lambda (root) (cons root (dape--children root))) dape--connections))))

(let ((breakpoint (string-to-number (getenv "LINE"))))
  (with-current-buffer (find-file-noselect (getenv "BREAKPOINT"))
    (goto-char (point-min))
    (forward-line (1- breakpoint))
    (dape-breakpoint-toggle))
  (find-file (getenv "PROGRAM"))
  (dape (dape--config-eval 'tandem (read (getenv "OPTIONS"))))
  (await "a stop" #'frame)
  (tell "stopped in %s, line %s, sessions: %s" (plist-get (frame) :name) (line) (sessions))
  (tell "value: %s" (value-of (getenv "EXPRESSION")))
  (dape-next (dape--live-connection 'stopped))
  (await "a step" (lambda () (and (frame) (/= (line) breakpoint))))
  (tell "stepped to line %s" (line))
  (dape-breakpoint-remove-all)
  (dape-continue (dape--live-connection 'stopped))
  (await "the end" (lambda () (not (dape--live-connection 'parent t))))
  (tell "ended"))
