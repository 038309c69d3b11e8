"""Countries with their demonyms and the short forms that news uses. Facts, in one compact table."""

from __future__ import annotations

_TABLE = """
Afghanistan: Afghan
Albania: Albanian
Algeria: Algerian
Andorra: Andorran
Angola: Angolan
Antigua and Barbuda: Antiguan, Barbudan
Argentina: Argentine, Argentinian, Argentinean
Armenia: Armenian
Australia: Australian, Aussie
Austria: Austrian
Azerbaijan: Azerbaijani, Azeri
Bahamas, The Bahamas: Bahamian
Bahrain: Bahraini
Bangladesh: Bangladeshi
Barbados: Barbadian
Belarus: Belarusian, Belarussian
Belgium: Belgian
Belize: Belizean
Benin: Beninese
Bhutan: Bhutanese
Bolivia: Bolivian
Bosnia and Herzegovina, Bosnia: Bosnian
Botswana: Botswanan
Brazil: Brazilian
Brunei: Bruneian
Bulgaria: Bulgarian
Burkina Faso: Burkinabe
Burundi: Burundian
Cambodia: Cambodian
Cameroon: Cameroonian
Canada: Canadian
Cape Verde, Cabo Verde: Cape Verdean
Central African Republic: Central African
Chad: Chadian
Chile: Chilean
China, People's Republic of China, PRC: Chinese
Colombia: Colombian
Comoros: Comorian
Democratic Republic of the Congo, Democratic Republic of Congo, DR Congo, DRC: Congolese
Republic of the Congo, Congo: Congolese
Costa Rica: Costa Rican
Croatia: Croatian, Croat
Cuba: Cuban
Cyprus: Cypriot
Czech Republic, Czechia: Czech
Denmark: Danish, Dane
Djibouti: Djiboutian
Dominica: Dominican
Dominican Republic: Dominican
East Timor, Timor-Leste: East Timorese, Timorese
Ecuador: Ecuadorian, Ecuadorean
Egypt: Egyptian
El Salvador: Salvadoran, Salvadorian
Equatorial Guinea: Equatorial Guinean, Equatoguinean
Eritrea: Eritrean
Estonia: Estonian
Eswatini, Swaziland: Swazi
Ethiopia: Ethiopian
Fiji: Fijian
Finland: Finnish, Finn
France: French, Frenchman, Frenchwoman, Frenchmen
Gabon: Gabonese
Gambia, The Gambia: Gambian
Georgia: Georgian
Germany: German
Ghana: Ghanaian
Greece: Greek
Grenada: Grenadian
Guatemala: Guatemalan
Guinea: Guinean
Guinea-Bissau: Bissau-Guinean
Guyana: Guyanese
Haiti: Haitian
Honduras: Honduran
Hungary: Hungarian
Iceland: Icelandic, Icelander
India: Indian
Indonesia: Indonesian
Iran: Iranian
Iraq: Iraqi
Ireland: Irish, Irishman, Irishwoman
Israel: Israeli
Italy: Italian
Ivory Coast, Cote d'Ivoire, Côte d'Ivoire: Ivorian
Jamaica: Jamaican
Japan: Japanese
Jordan: Jordanian
Kazakhstan: Kazakh, Kazakhstani
Kenya: Kenyan
Kiribati: I-Kiribati
Korea: Korean
Kosovo: Kosovan, Kosovar
Kuwait: Kuwaiti
Kyrgyzstan: Kyrgyz, Kyrgyzstani
Laos: Laotian, Lao
Latvia: Latvian
Lebanon: Lebanese
Lesotho: Basotho
Liberia: Liberian
Libya: Libyan
Liechtenstein: Liechtensteiner
Lithuania: Lithuanian
Luxembourg: Luxembourger
Madagascar: Malagasy
Malawi: Malawian
Malaysia: Malaysian
Maldives: Maldivian
Mali: Malian
Malta: Maltese
Marshall Islands: Marshallese
Mauritania: Mauritanian
Mauritius: Mauritian
Mexico: Mexican
Micronesia: Micronesian
Moldova: Moldovan
Monaco: Monegasque
Mongolia: Mongolian
Montenegro: Montenegrin
Morocco: Moroccan
Mozambique: Mozambican
Myanmar, Burma: Burmese
Namibia: Namibian
Nauru: Nauruan
Nepal: Nepali, Nepalese
Netherlands, The Netherlands, Holland: Dutch, Dutchman
New Zealand: New Zealander, Kiwi
Nicaragua: Nicaraguan
Niger: Nigerien
Nigeria: Nigerian
North Korea, DPRK: North Korean
North Macedonia, Macedonia: Macedonian
Norway: Norwegian
Oman: Omani
Pakistan: Pakistani
Palau: Palauan
Palestine: Palestinian
Panama: Panamanian
Papua New Guinea: Papua New Guinean
Paraguay: Paraguayan
Peru: Peruvian
Philippines, The Philippines: Filipino, Filipina, Philippine
Poland: Polish, Pole
Portugal: Portuguese
Puerto Rico: Puerto Rican
Qatar: Qatari
Romania: Romanian
Russia, Russian Federation: Russian
Rwanda: Rwandan
Saint Kitts and Nevis: Kittitian
Saint Lucia: Saint Lucian
Saint Vincent and the Grenadines: Vincentian
Samoa: Samoan
San Marino: Sammarinese
Sao Tome and Principe: Sao Tomean
Saudi Arabia: Saudi, Saudi Arabian
Scotland: Scottish, Scot, Scotsman
Senegal: Senegalese
Serbia: Serbian, Serb
Seychelles: Seychellois
Sierra Leone: Sierra Leonean
Singapore: Singaporean
Slovakia: Slovak, Slovakian
Slovenia: Slovenian, Slovene
Solomon Islands: Solomon Islander
Somalia: Somali, Somalian
South Africa: South African
South Korea, Republic of Korea: South Korean
South Sudan: South Sudanese
Spain: Spanish, Spaniard
Sri Lanka: Sri Lankan
Sudan: Sudanese
Suriname: Surinamese
Sweden: Swedish, Swede
Switzerland: Swiss
Syria: Syrian
Taiwan: Taiwanese
Tajikistan: Tajik, Tajikistani
Tanzania: Tanzanian
Thailand: Thai
Tibet: Tibetan
Togo: Togolese
Tonga: Tongan
Trinidad and Tobago: Trinidadian, Tobagonian
Tunisia: Tunisian
Turkey, Türkiye: Turkish, Turk
Turkmenistan: Turkmen
Tuvalu: Tuvaluan
Uganda: Ugandan
Ukraine: Ukrainian
United Arab Emirates, UAE, U.A.E., Emirates: Emirati
United Kingdom, UK, U.K., Britain, Great Britain: British, Briton, Brit
England: English, Englishman, Englishwoman
Wales: Welsh, Welshman
Northern Ireland: Northern Irish
United States, United States of America, US, U.S., USA, U.S.A., America: American
Uruguay: Uruguayan
Uzbekistan: Uzbek, Uzbekistani
Vanuatu: Ni-Vanuatu
Vatican City, Vatican, Holy See: Vatican
Venezuela: Venezuelan
Vietnam, Viet Nam: Vietnamese
Yemen: Yemeni
Zambia: Zambian
Zimbabwe: Zimbabwean
European Union, EU, E.U.: European
United Nations, UN, U.N.: UN
Africa: African
Asia: Asian
Europe: European
Central Asia: Central Asian
Southeast Asia: Southeast Asian
South Asia: South Asian
Latin America: Latin American
North America: North American
South America: South American
"""


def _read_table() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    rows = []
    for line in _TABLE.strip().splitlines():
        names, _, demonyms = line.partition(": ")
        country, *others = (name.strip() for name in names.split(","))
        rows.append((country, tuple(others), tuple(word.strip() for word in demonyms.split(","))))
    return tuple(rows)


def _spellings(word: str) -> tuple[str, ...]:
    plural = word if word.endswith(("s", "sh", "ch", "ese", "men")) else word + "s"
    return tuple(dict.fromkeys(form.casefold() for form in (word, plural)))


PLACES: dict[str, frozenset[str]] = {}
"""Each spelling of a country or its people, case-folded, with the countries that it may mean."""

for _country, _others, _demonyms in _read_table():
    for _form in (_country, *_others, *_demonyms):
        for _spelling in (
            _spellings(_form) if _form in _demonyms else (_form.casefold(), _form.casefold().replace(".", ""))
        ):
            PLACES[_spelling] = PLACES.get(_spelling, frozenset()) | {_country}

DEMONYMS: frozenset[str] = frozenset(
    spelling for _, _, demonyms in _read_table() for word in demonyms for spelling in _spellings(word)
)
"""Words for the people of a country, case-folded; they name no person."""


def countries_of(name: str) -> frozenset[str]:
    """Return the countries that a name, short form or demonym may mean; empty for anything else."""
    bare = name.casefold().replace("’", "'")
    bare = bare.removesuffix("'s").removesuffix("'").removeprefix("the ")
    return PLACES.get(bare) or PLACES.get(bare.replace(".", ""), frozenset())


def fold_places(words: tuple[str, ...]) -> tuple[str, ...]:
    """Replace each run of case-folded words that names a country or its people by ``@`` and the country.

    Words that may mean several countries give their names joined by ``|``.
    """
    folded: list[str] = []
    position = 0
    while position < len(words):
        for length in range(min(5, len(words) - position), 0, -1):
            countries = PLACES.get(" ".join(words[position : position + length]))
            if countries:
                folded.append("@" + "|".join(sorted(countries)))
                position += length
                break
        else:
            folded.append(words[position])
            position += 1
    return tuple(folded)
