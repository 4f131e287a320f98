"""English words of which compounds with a hyphen are made, and words that look like the rest of one."""

FIRST = frozenset(
    """
    above after air all anti back below best better big bottom broad brute built business by case clear
    client close closed co coarse cold command computer cost counter critical cross custom cyber data date
    day de deep design dial double down drag drop dry dual due dust e early easy end ever evidence ex eye
    face far fast fault fiber fibre field file fine fire first fit five fixed flat follow four free front
    full fully future gas general go good government great half hand hard head heat heavy high higher highly
    hot hour house human if industry job key know land large laser last late lead left less level life light
    like line list live load local log long low lower machine made mass mid middle mission mobile mono
    multiple near network new newly next nine no non object off old once one open operator own paper party
    peer performance pick plug point policy post power price problem process product project pull purpose
    push quality quasi quick radio rain rapid read ready record red remote right risk role rule run safety
    sea second security self semi service set seven short shut side simple single site six skill slow small
    soft software solid space stand standard start state step still stop strong system tail take task tax
    team test text third three tie tight time top touch trade tri true turn two type up upper used user
    value vendor voice walk wall water web well whole wide wind wire work world worst write year zero
    """.split()  # noqa: SIM905 - a list of words reads as words
)
"""Words that often stand before a hyphen."""
SECOND = frozenset(
    """
    about aged ahead aid air arm art aware away axis back band bar based bay bed bit board born borne bound
    box breaking bug built bus by called cam can cap capable car card case centric chain check class code
    coded conforming controlled core critical cup cut dam date day deep dependent depth dimensional dog down
    driven edge effective efficient egg end ended engine era established explanatory eye face fan far fed
    fit fly foot force form format free friendly front gap gas generation grade graded gun hand handed hat
    head heavy high hoc hold hole hop hour house hub ice in inch independent ink intensive jet job key kind
    king kit known lab law lead led leg length less level lid life like limited line link load long loop low
    made maker making man map mark mile minded mix mode month mounted mud name net new node of off oil old
    on only open orders oriented out over own paced pad page pair pan part party pay pen person phase pin
    pit place pod point port post pot power prem prone proof purpose purposed quality ram range rate rated
    ray ready real related resistant rib rich right risk rod role room row run safe scale sea sector secure
    sensitive set setting shift side sided site size sized sky son source space specific speed split stack
    stage standing start state step stop stream string structured style sun swap system tab tag tail taking
    tap tar task tax tea term test text through tier tight time tin tip to ton tone top touch toy tree tub
    type under unit up use used user value van volt wall war ware watt wave wax way web week weight wheel
    where wide width win window wing winged wings wire wise word work world written year zip zone
    """.split()  # noqa: SIM905 - a list of words reads as words
)
"""Words that often stand behind a hyphen."""
WHOLE = frozenset(
    """
    action active adapter address agency agent agreement alarm amendment analysis application arrangement
    assembly assessment assistance attachment audience balance bearing buffer building calibration carrier
    center central certification chamber channel chapter charging client closing coating collection comment
    commercial communication compartment compliance component computing conference confidence configuration
    connection connector construction consumer container content context control controller conversion
    coordination counter coverage current customer daily database decision defence delivery department
    deployment detection detector development device dialing digital direction display distance document
    driver early element emergency endurance energy enforcement engagement engineer entrance environment
    equipment estimate evaluation event evidence examination exchange execution experience factor failed
    feature filter final finding folder formation foundation frequency function generation global governance
    grading guidance handling heater history identification importance improvement incident independence
    influence information inspection installation instance instruction instrument insurance integration
    intelligence interface international inventory investigation investment journal judgment keeper labor
    landing later launcher layer leader lecture letter license licensing lighting listing loading location
    logical machinery maintenance management manager manual marking master matching material measurement
    measuring mechanical medical meeting member memory mental message metal meter mission model moment
    monitor monitoring motion motor movement moving naming nation native natural needed network normal
    notice number nurse observation offer office officer operation operational operator option order other
    outage owner packet painting parking partner passenger payment performance permission picture placement
    planning player position power prediction presence pressure printing priority procedure processing
    processor procurement production program projection protection provider question radio rating ration
    reader receiver recognition record reference regular relation release replacement report request
    requirement resistance resolution resource response routing running sampling schedule science screening
    section segment selection sensing sensor sentence sequence serial server service session setting
    shipment shipping signal signature simulation software special spending staging standard statement
    station steering storage strategy string structure supplement supplier supply support surface
    surveillance switching table tailored team temperature template tested testing thing timer timing
    tolerance total tracking trading training transaction transfer transmission transport treatment trigger
    under update utility valuation vehicle vendor version visual water weapon weather welding wiring worker
    writer writing
    """.split()  # noqa: SIM905 - a list of words reads as words
)
"""Words with an ending that the rest of a divided word has."""
