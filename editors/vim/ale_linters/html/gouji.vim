call gouji#ale#Define('html')
