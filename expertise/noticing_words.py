"""The words that noticing looks for, by what they tell, one language after another: the same signs for all.

Languages share their signs, so that what is learned from a history in one language serves the others.
Words are in lower case, phrases with single spaces, apostrophes straight; each line is cut at its bars.
"""

from collections.abc import Mapping

from expertise.noticing_signs import Sign

SPACED: Mapping[Sign, str] = {
    Sign.WH: """
        how|what|what's|why|where|where's|when|who|which|whose|wie|warum|wieso|weshalb|wo|wann|wer|wem
        wen|welche|welcher|welches|welchen|wohin|woher|wozu|womit|woran|was|comment|pourquoi|où|quand|qui
        quel|quelle|quels|quelles|combien|que|quoi|lequel|laquelle|cómo|qué|por qué|dónde|cuándo|quién
        cuál|cuáles|cuánto|cuánta|como|cuando|donde|o que|por que|onde|quando|quem|qual|quais|quanto
        porque|porquê|o quê|come|cosa|che|perché|dove|chi|quale|quali|hoe|wat|waarom|waar|wanneer|welke
        jak|co|dlaczego|gdzie|kiedy|kto|który|która|jaki|jaka|jakie|как|что|почему|где|когда|кто|какой
        какая|какие|зачем|куда|сколько|nasıl|ne|neden|niye|nerede|nereye|kim|hangi|kaç|niçin|hur|vad
        varför|var|vem|vilken|vilket|hvordan|hva|hvorfor|hvor|hvad|hvem|كيف|ماذا|ما|لماذا|أين|متى|من|أي
        هل|ليش|كم|איך|מה|למה|מדוע|איפה|היכן|מתי|מי|איזה|איזו|כיצד|האם|چطور|چگونه|چرا|کجا|چه|آیا|πώς|τι
        γιατί|πού|πότε|ποιος|ποια|कैसे|क्या|क्यों|कहाँ|कौन""",
    Sign.YES_NO: """
        is|are|am|was|were|do|does|did|has|have|had|can|could|may|would|will|shall|isn't|aren't|doesn't
        can't|any|kann|können|könnte|könnt|könntet|gibt es|gibt's|ist|sind|hat|haben|habt|weiß|weiss
        wissen|darf|dürfen|muss|kennt|wurde|est ce|y a t il|y'a t il|il y a|peut on|peut il|puis je
        peux tu|pouvez vous|avez vous|as tu|existe t il|c'est|hay|puedo|puede|pueden|podemos|podría
        podrían|es|son|está|tiene|tienen|sabe|saben|existe|alguien|há|tem|posso|pode|podem|poderia|é|são
        alguém|sabem|dá para|c'è|ci sono|può|possiamo|potrebbe|è|sono|qualcuno|esiste|si può|sapete|kan
        kunnen|kun|is er|zijn er|heeft|hebben|mag|weet|czy|można|можно|можем|может|есть ли|ли|знает
        var mı|mı|mi|mu|mü|mümkün mü|finns|är|har|vet|er|findes""",
    Sign.HOW_TO: """
        how do i|how do we|how do you|how can i|how can we|how to|how should i|how would i|how would one
        how does one|what is the best way|what's the best way|what is the right way|is there a way
        is there any way|is there anything|is there a|is it possible|would it be possible|is it feasible
        does anyone|does anybody|has anyone|has anybody|can anyone|can someone|can somebody|could anyone
        could someone|could somebody|would anyone|anyone know|anybody know|anyone knows|do you know
        where can i|where do i|where should i|who can i|who do i|can i|could i|may i|am i|do i need
        do i have to|can we|what am i|why am i|wie kann|wie könnte|wie macht man|wie bekomme|wie geht
        gibt es eine|gibt es einen|gibt es irgend|weiß jemand|weiss jemand|kann jemand|könnte jemand
        kann mir|hat jemand|kennt jemand|wo finde|wer kann|wer weiß|kann ich|comment faire
        comment puis je|comment peut on|comment on fait|est ce que quelqu'un|quelqu'un sait
        quelqu'un peut|quelqu'un pourrait|quelqu'un a|y a t il|qui peut|qui sait|où puis je|où trouver
        est il possible|cómo puedo|cómo se|cómo hago|cómo podemos|alguien sabe|alguien puede
        alguien podría|alguien tiene|hay alguna|hay algún|dónde puedo|dónde está|es posible|sabe alguien
        quién puede|quién sabe|como faço|como posso|como eu|alguém sabe|alguém pode|alguém poderia
        alguém tem|tem como|há alguma|onde encontro|onde posso|é possível|quem sabe|quem pode|come posso
        come si|come faccio|qualcuno sa|qualcuno può|qualcuno potrebbe|qualcuno ha|c'è un|dove posso
        è possibile|hoe kan ik|hoe doe|weet iemand|kan iemand|heeft iemand|is er een|waar kan ik
        waar vind|jak mogę|czy ktoś|ktoś wie|jak można|gdzie znajdę|czy jest|как сделать|как можно
        кто знает|кто нибудь знает|подскажите|может кто|есть ли|где найти|nasıl yapabilirim|bilen var mı
        nasıl yapılır|biri yardım|var mı|hur gör|vet någon|kan någon|finns det|hvordan kan jeg
        er det noen|ved nogen|هل يعرف|كيف يمكن|كيف أستطيع|هل يمكن|هل يوجد|هل هناك|איך אפשר|מישהו יודע
        האם יש|יש דרך|האם אפשר|איך אני""",
    Sign.ANYONE: """
        anyone|anybody|someone|somebody|any one|folks|everyone|everybody|experts|gurus|wizards
        anyone else|jemand|jemanden|jemandem|irgendwer|irgendjemand|wer von euch|quelqu'un|tout le monde
        personne|alguien|alguno|alguna persona|todos|alguém|pessoal|galera|qualcuno|qualcuna|iemand|ktoś
        ktokolwiek|ktokolwiek z was|кто нибудь|кто то|ктонибудь|birisi|biri|bilen|kimse|någon|noen|nogen
        أحد|أحدكم|شخص|מישהו|מישהי""",
    Sign.STUCK: """
        stuck|struggling|no idea|trouble|can't figure|cannot figure|couldn't figure|unable to|can't seem
        can't find|cannot find|couldn't find|don't understand|do not understand|don't know|do not know
        not sure|unsure|confused|confusing|at a loss|lost|missing something|am i missing|did i miss
        i missed|i'm missing|doing wrong|did i do wrong|doesn't work|does not work|don't work|not working
        didn't work|doesn't seem|fails|failing|failed|keeps|problem|issue|unsuccessfully|can't get
        cannot get|couldn't get|haven't been able|not able to|having issues|not clear|difficult
        challenging|going around in circles|puzzled|weird|strange|wrong|hänge|komme nicht weiter
        keine ahnung|funktioniert nicht|geht nicht|klappt nicht|verstehe nicht|problem mit|nicht sicher
        finde nicht|finde keine|finde keinen|weiß nicht|ratlos|schlägt fehl|bekomme einen fehler|kaputt
        bloqué|bloquée|je ne comprends pas|je comprends pas|ne marche pas|marche pas|ne fonctionne pas
        ne fonctionne plus|marche plus|n'arrive pas|j'arrive pas|je ne trouve pas|je ne sais pas|sais pas
        problème|souci|galère|aucune idée|atascado|atascada|no entiendo|no funciona|no me funciona|no sé
        no puedo|no encuentro|no consigo|no logro|problema|ni idea|problemas|travado|travada|não entendo
        não funciona|não sei|não consigo|não encontro|não acho|não está funcionando|não faço ideia
        bloccato|bloccata|non capisco|non funziona|non so|non riesco|non trovo|non va|nessuna idea
        vastgelopen|snap niet|werkt niet|weet niet|lukt niet|lukt me niet|kan niet vinden|geen idee
        probleem|nie działa|nie wiem|nie mogę|nie rozumiem|utknąłem|utknęłam|nie znajduję|не работает
        не понимаю|не знаю|не могу|не получается|застрял|застряла|проблема|не нахожу|çalışmıyor
        bilmiyorum|anlamadım|takıldım|bulamadım|bulamıyorum|yapamıyorum|sorun|fastnat|fungerar inte
        vet inte|förstår inte|virker ikke|vet ikke|forstår ikke|لا يعمل|لا أعرف|لا أفهم|مشكلة|لا أستطيع
        عالق|لم أجد|לא עובד|לא יודע|לא יודעת|לא מבין|לא מבינה|תקוע|תקועה|בעיה|לא מצליח|לא מצליחה""",
    Sign.SEEKS: """
        looking for|look for|searching for|in search of|wondering|wonder|i'm curious|curious
        i have a question|question is|a question|quick question|newbie question|i need|we need to know
        is there|are there|wanted to ask|like to know|tell me|point me|how one|explain|clarify
        clarification|confirm|documentation|example|examples|tutorial|recommended|suche|suchen
        auf der suche|frage mich|eine frage|ich brauche|kurze frage|wüsste gern|möchte wissen|gesucht
        cherche|cherchons|je me demande|une question|petite question|j'ai besoin|j'aurais besoin
        je voudrais savoir|savoir si|busco|buscando|buscamos|me pregunto|una pregunta|una duda|necesito
        quisiera saber|quería preguntar|procuro|procurando|estou buscando|uma pergunta|uma dúvida|dúvida
        preciso|gostaria de saber|queria saber|cerco|cercando|mi chiedo|mi chiedevo|una domanda
        ho bisogno|vorrei sapere|volevo chiedere|zoek|op zoek|vraag me af|een vraag|vraagje|ik heb nodig
        wil graag weten|szukam|zastanawiam|mam pytanie|pytanie|potrzebuję|ищу|интересно|вопрос|нужен
        нужна|нужно|хочу узнать|хотел спросить|arıyorum|merak ediyorum|bir sorum|ihtiyacım|soru|söker
        letar efter|undrar|en fråga|behöver|lurer på|leter etter|et spørsmål|أبحث|سؤال|أحتاج|أريد أن أعرف
        מחפש|מחפשת|שאלה|צריך|צריכה|רוצה לדעת""",
    Sign.TRIES: """
        trying to|try to|tried|want to|like to|attempting|attempt to|getting|i get|i got|when i|if i
        i would like|i'd like|versuche|versucht|probiert|möchte|würde gerne|würde gern|wollte|bekomme
        wenn ich|j'essaie|j'essaye|essayé|je veux|je voudrais|j'aimerais|quand je|j'obtiens
        j'ai une erreur|intento|intentando|estoy tratando|trato de|quiero|quisiera|cuando intento|me sale
        me da|tento|tentando|tentei|quero|gostaria|quando eu|aparece|provo|sto provando|cercando di
        ho provato|voglio|vorrei|quando provo|ottengo|probeer|geprobeerd|wil|krijg|als ik|próbuję
        próbowałem|próbowałam|chcę|chciałbym|chciałabym|dostaję|пытаюсь|пробую|пробовал|пробовала|хочу
        получаю|когда я|çalışıyorum|denedim|istiyorum|alıyorum|försöker|prøver|vill|får|أحاول|حاولت|أريد
        מנסה|ניסיתי|רוצה|מקבל|מקבלת""",
    Sign.HELP: """
        help|hint|hints|pointer|pointers|advice|guidance|any ideas|any idea|ideas|tip|tips|clue|clues
        suggestion|suggestions|insight|insights|assistance|shed some light|right direction|appreciated
        appreciate|grateful|hand with|hilfe|helfen|helft|hilft|tipp|tipps|ratschlag|rat|idee|ideen
        hinweis|hinweise|dankbar|aide|aider|m'aider|conseil|conseils|piste|pistes|une idée|des idées
        astuce|coup de main|ayuda|ayudar|ayudarme|ayudarnos|consejo|consejos|sugerencia|sugerencias
        alguna idea|pista|echar una mano|agradecería|ajuda|ajudar|dica|dicas|sugestão|sugestões
        alguma ideia|ideia|conselho|agradeço|aiuto|aiutare|aiutarmi|consiglio|consigli|suggerimento
        suggerimenti|qualche idea|una mano|hulp|helpen|advies|suggesties|enig idee|pomoc|pomóc|pomoże
        pomocy|rada|podpowiedź|wskazówki|помощь|помогите|помочь|поможет|совет|посоветуйте|подскажите
        подсказать|идеи|yardım|yardımcı|öneri|öneriniz|fikri|fikir|ipucu|tavsiye|hjälp|hjälpa|råd|förslag
        hjelp|hjelpe|hjælp|مساعدة|يساعدني|مساعدتي|نصيحة|فكرة|اقتراح|עזרה|לעזור|עצה|רעיון|המלצה|טיפ""",
    Sign.TOLD: """
        fyi|psa|heads up|reminder|announcing|announce|announcement|released|release|published|publish
        merged|landed|we're happy|pleased to|excited to|introducing|introduce|just posted|blog post
        wrote up|posted|opened a pr|filed|as discussed|please join|join us|agenda|recording|slides
        check out|congrats|congratulations|i'll be|we'll be|welcome|cross posting|for anyone interested
        for those interested|check it out|went live|is live|zur info|info|hinweis|ankündigung
        veröffentlicht|erinnerung|ab sofort|ab morgen|verfügbar|bitte beachten|einladung|willkommen
        pour info|annonce|publié|publiée|rappel|disponible|à partir de|bienvenue|nous avons|j'ai publié
        rejoignez|aviso|anuncio|publicado|publicada|recordatorio|a partir de|bienvenidos|hemos|ya está
        les comparto|anúncio|lembrete|lançamos|publicamos|disponível|bem vindos|já está|informamos|avviso
        annuncio|promemoria|pubblicato|pubblicata|disponibile|benvenuti|abbiamo|vi ricordo|ter info
        mededeling|herinnering|gepubliceerd|beschikbaar|vanaf|welkom|we hebben|ogłoszenie|przypomnienie
        opublikowałem|opublikowano|dostępna|dostępny|dostępne|od jutra|zapraszam|informuję|объявление
        напоминание|напоминаю|вышла|вышел|опубликовал|опубликовали|доступна|доступен|доступно
        с завтрашнего|duyuru|hatırlatma|yayınlandı|yayında|hoş geldiniz|bilginize|påminnelse|publicerat
        tillgänglig|välkomna|til info|nå|تذكير|إعلان|متاح|نشر|تم|مرحبا بكم|תזכורת|הודעה|פורסם|זמין|זמינה
        ברוכים הבאים""",
    Sign.OPINION: """
        thoughts|what do you think|do you think|do folks think|do people think|what do people think
        opinions|opinion|objections|objection|concerns|feedback|comments|should we|shall we|how about
        what about|would it make sense|make sense to|proposal|propose|proposing|suggest|let's|worth
        maybe we|perhaps we|interested|interest in|agree|vote|lunch|would anyone like|was meint ihr
        was haltet ihr|meinung|meinungen|einwände|sollen wir|sollten wir|vorschlag|lasst uns|lust
        mittagessen|qu'en pensez|vous en pensez|avis|devrions nous|on devrait|proposition|partant
        partants|déjeuner|retours|qué opinan|qué opináis|qué les parece|qué os parece|opiniones
        objeciones|deberíamos|propuesta|comentarios|se apunta|almorzar|comer|o que acham
        o que vocês acham|opiniões|opinião|objeções|deveríamos|proposta|bora|topa|almoçar|cosa ne pensate
        che ne pensate|pareri|obiezioni|dovremmo|pranzo|vi va|wat vinden jullie|mening|bezwaar|bezwaren
        zullen we|voorstel|lunchen|co sądzicie|co myślicie|opinie|zastrzeżenia|powinniśmy|propozycja
        obiad|что думаете|как думаете|мнения|мнение|возражения|возражений|давайте|предлагаю|предложение
        обед|ne düşünüyorsunuz|görüşler|itirazı|öneriyorum|yemeğe|vad tycker|åsikter|ska vi|förslag
        hva synes|ما رأيكم|رأيكم|اقترح|هل نذهب|מה דעתכם|מה אתם חושבים|התנגדות|נראה לכם|בואו""",
    Sign.GUIDES: """
        you can|you could|you should|you need|you'll need|you'll want|you want|you might|you may
        you have to|have you tried|did you try|have you|did you|are you|do you|try|can you|could you
        if you|your|du kannst|du könntest|du musst|du solltest|ihr könnt|sie können|hast du|habt ihr
        probier|versuch mal|bist du|kannst du|tu peux|vous pouvez|vous devez|tu dois|il faut|as tu
        avez vous|essaie|essayez|tu as|peux tu|puedes|deberías|tienes que|has probado|probaste|prueba
        intenta|has|você pode|pode usar|você precisa|tenta|tente|você tentou|já tentou|puoi|potresti|devi
        hai provato|prova a|prova|hai|je kunt|je moet|heb je|probeer eens|kun je|możesz|musisz|spróbuj
        próbowałeś|czy masz|можешь|можете|попробуй|попробуйте|нужно просто|вам нужно|тебе нужно
        ты пробовал|вы пробовали|yapabilirsin|deneyebilirsin|denedin mi|يمكنك|جرب|هل جربت|אתה יכול
        את יכולה|נסה|ניסית""",
    Sign.SOLVED: """
        nevermind|never mind|nvm|figured it out|solved it|solved now|is solved|found it|fixed it
        got it working|that worked|works now|working now|works again|my bad|sorry for the noise
        answering my own|that was it|hat sich erledigt|erledigt|schon gefunden|selbst gefunden
        hab's gefunden|habs gefunden|gelöst|geht jetzt|geht wieder|funktioniert jetzt|c'est bon
        c'est réglé|c'est résolu|j'ai trouvé|laissez tomber|ça marche maintenant|ya está|ya lo encontré
        ya la encontré|solucionado|resuelto|olvídenlo|ya funciona|deixa pra lá|resolvido|já achei
        já consegui|já resolvi|agora funcionou|risolto|già trovato|lasciate stare|ora funziona
        come non detto|laat maar|opgelost|al gevonden|werkt nu|werkt weer|nieważne|już znalazłem
        już znalazłam|rozwiązane|już działa|разобрался|разобралась|уже не надо|заработало|уже нашел
        уже нашёл|уже нашла|вопрос снят|buldum|çözdüm|çözüldü|hallettim|löst det|hittade det|تم الحل
        وجدت الحل|נפתר|הסתדר|כבר מצאתי""",
    Sign.NOT: """
        not|haven't|hasn't|hadn't|couldn't|didn't|isn't|nothing|nicht|nichts|kein|keine|keinen|pas|rien
        jamais|nunca|nada|não|non|niente|niet|niets|nie|nic|не|ничего|değil|inte|ikke|لم|لا|ليس|לא|אין""",
    Sign.THANKS: """
        thanks|thank you|thx|ty|cheers|much appreciated|great work|awesome|nice work|well done|danke
        vielen dank|dankeschön|super|merci|bravo|gracias|genial|obrigado|obrigada|valeu|grazie|ottimo
        bedankt|dank je|dank u|dzięki|dziękuję|спасибо|благодарю|teşekkürler|teşekkür|sağol|tack|takk|tak
        شكرا|شكراً|תודה""",
    Sign.AHEAD: """
        thanks in advance|thank you in advance|tia|thanks for any|thanks for your help
        thank you for your help|would be appreciated|danke im voraus|vielen dank im voraus
        danke schon mal|danke vorab|danke euch schon|merci d'avance|merci par avance|gracias de antemano
        gracias por adelantado|obrigado desde já|obrigada desde já|agradeço desde já|desde já obrigado
        grazie in anticipo|grazie mille in anticipo|alvast bedankt|bij voorbaat dank|z góry dziękuję
        z góry dzięki|заранее спасибо|спасибо заранее|заранее благодарю|şimdiden teşekkürler
        tack på förhand|takk på forhånd|شكرا مقدما|תודה מראש""",
    Sign.GREETS: """
        hi|hey|hello|hiya|heya|greetings|howdy|good morning|good afternoon|good evening|good day|hallo
        moin|servus|guten morgen|guten tag|grüezi|grüß gott|huhu|bonjour|salut|coucou|bonsoir|hola|buenas
        buenos días|buenas tardes|olá|oi|bom dia|boa tarde|ciao|buongiorno|salve|buonasera|hoi
        goedemorgen|goedemiddag|dag|cześć|hej|dzień dobry|witam|привет|здравствуйте|добрый день
        доброе утро|всем привет|merhaba|selam|günaydın|hei|god morgon|مرحبا|السلام عليكم|أهلا|صباح الخير
        שלום|היי|בוקר טוב""",
    Sign.REPLIES: """
        yes|yeah|yep|yup|no|nope|ok|okay|oh|ah|aha|hm|hmm|sure|right|agreed|indeed|exactly|well|true|but
        so|also|and|oops|lol|cool|nice|great|interesting|i think|i guess|i don't think|that's|that is
        it's|this is|i see|makes sense|sounds good|ja|nein|genau|stimmt|ach|doch|aber|klar|achso
        ich glaube|ich denke|oui|non|d'accord|exactement|mais|bien sûr|je pense|je crois|sí|vale|claro
        exacto|pero|creo que|pienso que|sim|não|exato|mas|acho que|beleza|sì|certo|esatto|ma|penso che
        credo che|nee|klopt|precies|maar|ik denk|tak|nie|dokładnie|ale|myślę|да|нет|точно|но|конечно
        думаю|ага|evet|hayır|tamam|ama|نعم|لا|بالضبط|لكن|כן|לא|בדיוק|אבל""",
    # With phrases in which "I" is in the verb, or left out.
    Sign.ME: """
        i|i'm|i've|i'd|i'll|my|me|myself|ich|mein|meine|meinen|meinem|mir|mich|je|j'ai|j'essaie|j'arrive
        mon|ma|mes|moi|yo|mi|mis|tengo|estoy|eu|meu|minha|estou|tenho|io|mio|mia|miei|sto|ho|ik|mijn|mij
        mój|moja|moje|mam|я|мой|моя|мои|мне|меня|у меня|ben|benim|bana|jag|jeg|min|mitt|mig|meg|أنا|لدي
        عندي|אני|שלי|לי|stuck on|stuck with|stuck at|not sure how|not sure what|not sure why|not sure if
        no idea how|no idea why|no idea what|can't figure|can't get|can't find|can't seem|need someone
        need somebody|need help|looking for someone|suche|hänge an|komme nicht weiter|brauche hilfe
        weiß nicht|finde nicht|finde keinen|finde keine|bekomme|cherche|besoin d'aide|impossible de
        pas moyen|no puedo|no sé|no encuentro|no consigo|no logro|no entiendo|no me funciona|busco
        necesito|quisiera|intento|não consigo|não sei|não encontro|não acho|não entendo|procuro|preciso
        gostaria|tentei|non riesco|non so|non trovo|non capisco|cerco|vorrei|ho provato|ho bisogno
        lukt niet|lukt me niet|weet niet|op zoek|zoek|nie mogę|nie wiem|nie rozumiem|nie znajduję|szukam
        potrzebuję|próbuję|dostaję|chcę|не могу|не знаю|не понимаю|не получается|не нахожу|ищу|пытаюсь
        застрял|застряла|bulamıyorum|bulamadım|bilmiyorum|yapamıyorum|takıldım|arıyorum|alıyorum
        anlamadım|fastnat|vet inte|hittar inte|لا أستطيع|لا أعرف|لا أفهم|لم أجد|أبحث|أحتاج|حاولت|לא מצליח
        לא מצליחה|לא יודע|לא יודעת|מחפש|מחפשת|ניסיתי""",
    Sign.WE: """
        we|our|us|we're|we've|we'll|let's|wir|unser|unsere|unserem|unseren|uns|nous|notre|nos|nosotros
        nuestro|nuestra|nós|nosso|nossa|noi|nostro|nostra|wij|ons|onze|nam|nasz|nasza|мы|нас|нам|наш|наша
        у нас|biz|bizim|bize|vi|oss|vår|vores|لدينا|عندنا|نحن|לנו|שלנו|אנחנו""",
    Sign.YOU: """
        you|your|you're|you've|yours|u|du|dich|dir|dein|deine|deinen|ihr|euch|euer|eure|tu|toi|ton|ta|tes
        vous|votre|vos|tú|te|ti|tus|usted|ustedes|vosotros|você|vocês|seu|sua|tuo|tua|voi|vostro|je|jij
        jou|jouw|jullie|uw|ty|ciebie|tobie|twój|wy|wam|ты|тебя|тебе|твой|вы|вас|вам|ваш|sen|senin|siz
        sizin|sana|dig|deg|din|ditt|ni|dere|أنت|لك|عندك|لديك|אתה|את|שלך|לך|אתם|לכם""",
    Sign.FAULT: """
        error|errors|exception|panic|panicked|panics|crash|crashes|crashed|segfault|traceback|failed
        failure|undefined|denied|timeout|fehler|fehlermeldung|absturz|abgestürzt|erreur|plantage|plante
        fallo|falla|erro|falha|errore|fout|foutmelding|błąd|ошибка|ошибку|ошибки|hata|fel|feil|خطأ|שגיאה""",
    Sign.SOCIAL: """
        anyone going|anyone else going|anyone coming|anyone up for|anyone in for|who's in|who is in
        you in|how was it|how did it go|how are you|wer kommt|kommt jemand|wer geht|geht jemand|wie war
        wie geht's|wie geht es euch|qui vient|qui va|ça va|comment ça va|quién viene|quién va|qué tal
        cómo estuvo|quem vai|quem vem|tudo bem|chi viene|chi va|come va|come stai|com'è andata|wie gaat
        hoe was|kto idzie|jak było|кто идёт|кто идет|как дела|как прошло|kim geliyor|nasılsınız
        vem kommer|كيف حالكم|מה שלומכם|lunch|coffee|beer|weekend|birthday|weather|party|breakfast|dinner
        drinks|happy new year|mittagessen|kaffee|bier|wochenende|geburtstag|wetter|feierabend|feier
        weihnachten|déjeuner|café|bière|apéro|anniversaire|météo|week end|fête|almuerzo|almorzar|cerveza
        fin de semana|cumpleaños|fiesta|almoço|almoçar|cerveja|fim de semana|aniversário|festa|churrasco
        pranzo|caffè|birra|aperitivo|compleanno|bella giornata|lunchen|koffie|borrel|verjaardag|weer
        obiad|kawa|kawę|piwo|urodziny|weekendu|обед|кофе|пиво|выходные|выходных|день рождения|погода
        kahve|doğum günü|hafta sonu|fika|helg|helgen|födelsedag|قهوة|عيد ميلاد|קפה|יום הולדת|סוף שבוע""",
    Sign.THAT: """
        that|this|it|those|these|they|he|she|das|dies|diese|dieser|dieses|er|sie|ça|cela|ceci|celui|celle
        il|elle|eso|esto|ese|esa|este|esta|isso|isto|esse|essa|questo|questa|quello|quella|dat|dit|die
        deze|to|tego|tym|это|этот|эта|этого|bu|bunu|şu|det|den|denna|هذا|هذه|ذلك|זה|זאת|הזה""",
    Sign.TAG: """
        right|correct|huh|eh|isn't it|innit|aren't they|doesn't it|isn't that so|oder|nicht wahr|gell|ne
        stimmt's|non|n'est ce pas|pas vrai|verdad|cierto|no|né|certo|não é|vero|giusto|toch|prawda|да
        правда|değil mi|eller hur""",
}
"""Words and phrases as they stand between spaces."""

UNSPACED: Mapping[Sign, str] = {
    Sign.WH: """
        どう|なぜ|なに|何|どこ|いつ|誰|どの|どれ|怎么|怎樣|怎么样|如何|为什么|為什麼|什么|什麼|哪|谁|多少
        어떻게|왜|무엇|뭐|어디|언제|누가|누구|어느""",
    Sign.HOW_TO: """
        どうやって|どうすれば|ですか|ますか|でしょうか|ありますか|教えて|怎么办|怎麼辦|吗|嗎|有没有
        有沒有|请问|請問|能不能|可以吗|是否|나요|까요|있나요|인가요|는지|방법|습니까""",
    Sign.ANYONE: """
        誰か|どなたか|有人|谁能|誰能|大家|누가|누군가|혹시""",
    Sign.STUCK: """
        わからない|わかりません|できない|できません|動かない|動きません|困って|うまくいか|詰ま|不知道
        不行|无法|無法|卡住|报错|報錯|失败|失敗|问题|問題|找不到|모르겠|안 되|안되|안 돼|막혔|문제|실패""",
    Sign.SEEKS: """
        探して|質問|想问|想問|寻找|請教|请教|求|찾고|질문|궁금""",
    Sign.TRIES: """
        しようと|試し|してみ|我想|试了|試了|尝试|하려고|해봤|시도""",
    Sign.HELP: """
        助けて|アドバイス|ヒント|お願いします|帮忙|幫忙|帮助|求助|指点|建议|建議|도와|도움|조언|알려""",
    Sign.TOLD: """
        お知らせ|公開しました|リリース|リマインド|ご報告|通知|已发布|已發布|发布了|提醒|공지|배포했|알림
        공유합니다""",
    Sign.OPINION: """
        どう思い|いかがでしょう|ご意見|大家觉得|大家覺得|怎么看|意见|어떻게 생각|의견""",
    Sign.SOLVED: """
        解決しました|自己解決|解决了|解決了|搞定了|找到了|해결했|해결됐|찾았어""",
    Sign.THANKS: """
        ありがとう|感謝|谢谢|謝謝|감사|고마""",
    Sign.GREETS: """
        こんにちは|お疲れ様|おはよう|你好|大家好|各位|안녕""",
    Sign.ME: """
        私|僕|我|저|제가|困って|わかりません|できません|求助|请教|卡住|모르겠|막혔""",
    Sign.WE: """
        うち|弊社|我们|我們|우리""",
    Sign.YOU: """
        あなた|さん、|你|您|당신""",
    Sign.SOCIAL: """
        ランチ|飲み会|誕生日|週末|吃饭|吃飯|咖啡|生日|周末|점심|커피|생일|주말""",
    Sign.FAULT: """
        エラー|例外|错误|錯誤|异常|崩溃|에러|오류|예외""",
}
"""Found anywhere in a sentence with such letters: Japanese, Chinese, Korean put no spaces between words."""
