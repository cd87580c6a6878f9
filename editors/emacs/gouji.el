;;; gouji.el --- Cross-check annual reports on government information disclosure -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.3") (eglot "1.9"))

;;; Commentary:

;; Put these lines into init.el, with the path of this folder.  eglot is part of Emacs 29 and later:
;;
;;     (add-to-list 'load-path "/path/to/gouji/editors/emacs")
;;     (require 'gouji)
;;     (add-hook 'text-mode-hook #'gouji-ensure)
;;
;; `markdown-mode' and `html-mode' are also text modes.  A text that is not an annual report shows nothing.

;;; Code:

(require 'eglot)
(require 'jsonrpc)

(defgroup gouji nil "Cross-check annual reports on government information disclosure." :group 'tools)

(defcustom gouji-command '("gouji" "server")
  "The program that serves reports, and its arguments."
  :type '(repeat string))

(add-to-list 'eglot-server-programs
             `(((html-mode :language-id "html") (mhtml-mode :language-id "html") text-mode markdown-mode)
               . ,(lambda (&rest _) gouji-command)))

(defvar gouji--warned nil "Whether it has been said that the program is missing.")

;;;###autoload
(defun gouji-ensure ()
  "Start gouji for a file of text, Markdown or HTML.
Where the program is missing it says so, once."
  (when (and buffer-file-name (memq major-mode '(text-mode markdown-mode gfm-mode html-mode mhtml-mode html-ts-mode)))
    (if (executable-find (car gouji-command))
        (eglot-ensure)
      (unless gouji--warned
        (setq gouji--warned t)
        (display-warning 'gouji (format "找不到程序 %s：请安装，或设置 gouji-command / the program %s is not there: install it, or set gouji-command"
                                        (car gouji-command) (car gouji-command)))))))

(defun gouji--execute (command)
  "Have the server execute COMMAND about this buffer; what it changes comes back."
  (let ((server (or (eglot-current-server)
                    (user-error "gouji 没有连接到这个文件：M-x eglot / gouji is not attached to this file: M-x eglot"))))
    ;; Send the last typed text first.
    (eglot--signal-textDocument/didChange)
    ;; Do not wait: `jsonrpc-request' of Emacs 28 exits with `throw' after the answer, and leaves the edit
    ;; behind the answer unread until the next message.
    (jsonrpc-async-request server :workspace/executeCommand
                           (list :command command
                                 :arguments (vector (plist-get (eglot--TextDocumentIdentifier) :uri)))
                           :success-fn #'ignore
                           :error-fn (lambda (problem) (message "gouji: %s" (plist-get problem :message))))))

(defun gouji-fix-all ()
  "Fix everything in this report that can be fixed safely."
  (interactive)
  (gouji--execute "gouji.fixAll"))

(defun gouji-recompute ()
  "Compute the totals of this report from their addends."
  (interactive)
  (gouji--execute "gouji.recompute"))

(provide 'gouji)
;;; gouji.el ends here
