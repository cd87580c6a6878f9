;;; A report in a real Emacs with eglot: places of findings, results of fixes and commands.  -*- lexical-binding: t; -*-
;; In the environment: GOUJI is the program, WORK is a folder with report.md and the expected results.

(require 'package)
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)
(require 'markdown-mode nil t)
(require 'gouji)
(require 'flymake)
(set-language-environment "UTF-8")
(setq make-backup-files nil auto-save-default nil create-lockfiles nil
      gouji-command (list (getenv "GOUJI") "server")
      eglot-sync-connect 60 eglot-connect-timeout 60 eglot-confirm-server-initiated-edits nil
      flymake-no-changes-timeout 0.1
      ;; Actions are chosen with keys, not with the mouse.
      last-nonmenu-event ?\r)

(defun say (format &rest arguments)
  (princ (concat "  " (apply #'format format arguments) "\n")))

(defun fail (what &rest seen)
  (princ (format "FAILED %s\n%S\n" what seen))
  (kill-emacs 1))

;; Long enough for a busy machine.
(defconst patience 60)

(defun wait-for (what condition &optional seen)
  (let ((end (+ (float-time) patience)))
    (while (not (funcall condition))
      (when (> (float-time) end) (fail (concat "waiting for " what) (and seen (funcall seen))))
      (accept-process-output nil 0.02))))

(defun file (name) (expand-file-name name (getenv "WORK")))

(defun read-file (name)
  (with-temp-buffer (insert-file-contents (file name)) (buffer-string)))

;; Line, first and last character, and the marked text.  𠮷 is one character of Emacs and two units of UTF-16.
(defun findings ()
  (sort (mapcar (lambda (found)
                  (let ((beg (flymake-diagnostic-beg found)) (end (flymake-diagnostic-end found)))
                    (save-excursion
                      (goto-char beg)
                      (format "%d:%d-%d %s" (line-number-at-pos) (current-column*) (+ (current-column*) (- end beg))
                              (buffer-substring-no-properties beg end)))))
                (flymake-diagnostics))
        #'string<))

(defun current-column* () (- (point) (line-beginning-position)))

(defconst expected
  '("34:15-16 ⼀" "34:52-53 4" "55:40-41 3" "63:18-19 2" "7:12-13 ⼈"))

(defun marked (found)
  "The marked text of each finding."
  (sort (mapcar (lambda (finding) (cadr (split-string finding " "))) found) #'string<))

(defvar published nil "How many findings the server has sent last for README.md.")

(cl-defmethod eglot-handle-notification :after (_server (_method (eql textDocument/publishDiagnostics)) &key uri diagnostics &allow-other-keys)
  (when (string-suffix-p "/README.md" uri)
    (setq published (length diagnostics))))

(defun see-all ()
  (flymake-start)
  (wait-for "all findings" (lambda () (equal (findings) (sort (copy-sequence expected) #'string<))) #'findings))

(defun open (name)
  (find-file (file name))
  (gouji-ensure)
  (run-hooks 'post-command-hook)
  (wait-for "a server" #'eglot-managed-p)
  (setq buffer-undo-list nil))

(defun check (what name)
  (wait-for what (lambda () (equal (buffer-string) (read-file name))) #'buffer-string)
  (say "%s gives the expected text" what))

(defun again ()
  (erase-buffer)
  (insert (read-file "report.md"))
  (eglot--signal-textDocument/didChange)
  (see-all))

(defun choose (wanted)
  "Answer the question for an action by the first that has WANTED in its title, or as it is proposed."
  (fset 'completing-read
        (lambda (_ items &rest more)
          (if wanted
              (or (seq-find (lambda (title) (string-match-p wanted title)) (mapcar #'car items)) (fail "not offered" items))
            (nth 4 more)))))

(open "report.md")
(see-all)
(say "Emacs %s, eglot %s" emacs-version (mapconcat #'number-to-string (package-desc-version (cadr (assq 'eglot package-alist))) "."))
(mapc #'say (findings))

(goto-char (point-min))
(forward-line 33)
(forward-char 52)
(choose nil)
(eglot-code-actions (point) (1+ (point)) nil t)
(check "the preferred action" "one.md")
(again)
(choose "修正全部")
(eglot-code-actions (point) nil nil t)
(check "the action that fixes everything" "fixed.md")
(again)
(gouji-fix-all)
(check "gouji-fix-all" "fixed.md")
(again)
(gouji-recompute)
(check "gouji-recompute" "recomputed.md")

(set-buffer-modified-p nil)
(open "README.md")
(when (findings) (fail "findings in a text that is no report" (findings)))
;; The server sends nothing if nothing is found.  To prove that the server has read the text, the text
;; becomes a report first, then another text again.
(again)
(erase-buffer)
(insert (read-file "README.md"))
(eglot--signal-textDocument/didChange)
(wait-for "an empty list of findings" (lambda () (eql published 0)) #'findings)
(flymake-start)
(when (findings) (fail "findings in a text that was a report" (findings)))
(set-buffer-modified-p nil)
(say "README.md: no finding")

(open "page.html")
(flymake-start)
(wait-for "the findings of the page" (lambda () (equal (marked (findings)) (marked expected))) #'findings)
(gouji-fix-all)
(check "gouji-fix-all of the page" "page.fixed")
(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(kill-emacs 0)
